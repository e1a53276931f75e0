export interface Line {
  name: string;
  /** One value for each step of the axis. */
  values: number[];
}

export interface LinePlot {
  title: string;
  /** Of the axis below, and what a step of it is. */
  xLabel: string;
  stepsPerUnit: number;
  yLabel: string;
  lines: Line[];
}

const size = { width: 760, height: 320, left: 70, right: 130, top: 40, bottom: 45 };
/** Told apart also without colour, by their dashes. */
const looks = [
  { color: '#2f6fab', dashes: '' },
  { color: '#b3541e', dashes: '7 4' },
  { color: '#5b7f2b', dashes: '2 4' },
];

/** A plot of lines as SVG text, readable on light and dark ground. */
export function linePlot({ title, xLabel, stepsPerUnit, yLabel, lines }: LinePlot): string {
  const { width, height, left, right, top, bottom } = size;
  const steps = Math.max(2, ...lines.map(({ values }) => values.length));
  const highest = niceCeiling(Math.max(1, ...lines.flatMap(({ values }) => values)));
  const x = (step: number) => left + (step / (steps - 1)) * (width - left - right);
  const y = (value: number) => height - bottom - (value / highest) * (height - top - bottom);
  const units = Math.floor((steps - 1) / stepsPerUnit);
  const unitStep = Math.max(1, Math.ceil(units / 10));
  const text = (at: [number, number], anchor: string, words: string) =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = y(part * highest).toFixed(1);
    return (
      `<line x1="${left}" x2="${width - right}" y1="${at}" y2="${at}" stroke="#999" stroke-width="0.5"/>` +
      text([left - 8, y(part * highest) + 4], 'end', Math.round(part * highest).toLocaleString('en'))
    );
  });
  const ticks = Array.from({ length: Math.floor(units / unitStep) + 1 }, (_, tick) =>
    text([x(tick * unitStep * stepsPerUnit), height - bottom + 18], 'middle', String(tick * unitStep)),
  );
  const drawn = lines.map(({ name, values }, index) => {
    const { color, dashes } = looks[index % looks.length]!;
    const points = values.map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    const legend = top + 12 + index * 20;
    return (
      `<polyline fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dashes}" points="${points}"/>` +
      `<line x1="${width - right + 14}" x2="${width - right + 44}" y1="${legend}" y2="${legend}" stroke="${color}" stroke-width="2" stroke-dasharray="${dashes}"/>` +
      text([width - right + 50, legend + 4], 'start', name)
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="12" fill="#777">
<title>${title}</title>
${text([left, 22], 'start', title)}
${grid.join('\n')}
${ticks.join('\n')}
${text([(left + width - right) / 2, height - 8], 'middle', xLabel)}
<text transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>
${drawn.join('\n')}
</svg>
`;
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 4, 5, 8, 10].map((each) => each * power).find((each) => each >= value) ?? 10 * power;
}
