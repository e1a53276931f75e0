/** Elements that begin and end a line of their own when a mail's text is read from its markup; `br` ends one too. */
export const blockElements: ReadonlySet<string> = new Set(
  `address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
  header hr li main nav ol p pre section table tr ul`.split(/\s+/),
);
