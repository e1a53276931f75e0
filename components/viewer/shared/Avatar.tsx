interface AvatarProps {
  name: string;
  /** Decides the tint of an avatar without a portrait. */
  id: string;
  portrait: string | undefined;
  size?: 'small' | 'medium' | 'large';
}

const tintCount = 6;

/** A sender's portrait, or the first letter of the name. The name itself always stands beside it. */
export function Avatar({ name, id, portrait, size = 'medium' }: AvatarProps) {
  if (portrait !== undefined) return <img class="avatar" data-size={size} src={portrait} alt="" />;
  const tint = [...id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % tintCount;
  return (
    <span class="avatar" data-size={size} data-tint={tint} aria-hidden="true">
      {firstLetter(name)}
    </span>
  );
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first grapheme: an emoji may consist of several characters. */
function firstLetter(name: string): string {
  const [first] = letters.segment(name.trim());
  return first?.segment ?? '·';
}
