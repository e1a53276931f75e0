/** One line of a plot. */
export interface Line {
  name: string;
  points: [x: number, y: number][];
}

/** A bar from `from` to `to`. */
export interface Bar {
  name: string;
  from: number;
  to: number;
}

const colours = ['#2f6f6a', '#b3541e', '#5a4fa3', '#a33b5f', '#4a7a2a', '#8a6d1a'];
/** Lines are told apart also without colour. */
const dashes = ['', '7 4', '2 4'];
const lookOf = (at: number): string =>
  `stroke="${colours[at % colours.length]}" stroke-width="2" stroke-dasharray="${dashes[at % dashes.length]}"`;
const width = 760;
const height = 300;
const edge = { left: 70, right: 20, top: 44, bottom: 46 };

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Round steps: about `count` ticks from 0 to `most`. */
function ticks(most: number, count: number): number[] {
  if (most <= 0) return [0];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

function frame(title: string, body: string, tall = height): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}" font-family="sans-serif" font-size="12" role="img" aria-label="${escape(title)}">
<rect width="${width}" height="${tall}" fill="#fff"/>
<text x="${edge.left}" y="20" font-size="14" fill="#222">${escape(title)}</text>
${body}
</svg>
`;
}

/** A line plot as SVG; both axes begin at 0. */
export function linePlot(title: string, axes: { x: string; y: string }, lines: readonly Line[]): string {
  const mostX = Math.max(1e-9, ...lines.flatMap(({ points }) => points.map(([x]) => x)));
  const mostY = Math.max(1e-9, ...lines.flatMap(({ points }) => points.map(([, y]) => y)));
  const x = (value: number): number => edge.left + (value / mostX) * (width - edge.left - edge.right);
  const y = (value: number): number =>
    height - edge.bottom - (value / mostY) * (height - edge.top - edge.bottom);
  const grid = [
    ...ticks(mostY, 5).map(
      (value) =>
        `<path d="M${edge.left} ${y(value).toFixed(1)}H${width - edge.right}" stroke="#ddd"/><text x="${edge.left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" fill="#555">${short(value)}</text>`,
    ),
    ...ticks(mostX, 8).map(
      (value) =>
        `<text x="${x(value).toFixed(1)}" y="${height - edge.bottom + 16}" text-anchor="middle" fill="#555">${short(value)}</text>`,
    ),
    `<text x="${(edge.left + width - edge.right) / 2}" y="${height - 10}" text-anchor="middle" fill="#222">${escape(axes.x)}</text>`,
    `<text transform="translate(16 ${(edge.top + height - edge.bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#222">${escape(axes.y)}</text>`,
  ];
  const drawn = lines.map(({ points }, at) => {
    const path = points.map(([px, py]) => `${x(px).toFixed(1)} ${y(py).toFixed(1)}`).join('L');
    return `<path d="M${path}" fill="none" ${lookOf(at)}/>`;
  });
  return frame(title, [...grid, ...drawn, ...legend(lines.map(({ name }) => name))].join('\n'));
}

/** Bars one under the other over a common axis that begins at 0. */
export function barPlot(title: string, axis: string, bars: readonly Bar[]): string {
  const most = Math.max(1e-9, ...bars.map(({ to }) => to));
  const left = 190;
  const rowHeight = 26;
  const tall = edge.top + bars.length * rowHeight + edge.bottom;
  const x = (value: number): number => left + (value / most) * (width - left - edge.right);
  const bottom = tall - edge.bottom;
  const body = [
    ...ticks(most, 8).map(
      (value) =>
        `<path d="M${x(value).toFixed(1)} ${edge.top - 8}V${bottom}" stroke="#ddd"/><text x="${x(value).toFixed(1)}" y="${bottom + 16}" text-anchor="middle" fill="#555">${short(value)}</text>`,
    ),
    ...bars.map(({ name, from, to }, at) => {
      const top = edge.top + at * rowHeight;
      return `<text x="${left - 10}" y="${top + 14}" text-anchor="end" fill="#222">${escape(name)}</text><rect x="${x(from).toFixed(1)}" y="${top}" width="${Math.max(1, x(to) - x(from)).toFixed(1)}" height="${rowHeight - 8}" rx="3" fill="${colours[at % colours.length]}"/>`;
    }),
    `<text x="${(left + width - edge.right) / 2}" y="${tall - 10}" text-anchor="middle" fill="#222">${escape(axis)}</text>`,
  ];
  return frame(title, body.join('\n'), tall);
}

function legend(names: readonly string[]): string[] {
  let at = edge.left;
  return names.map((name, index) => {
    const own = `<path d="M${at} 30h26" ${lookOf(index)}/><text x="${at + 32}" y="34" fill="#222">${escape(name)}</text>`;
    at += 48 + name.length * 7;
    return own;
  });
}
