/** Red, green, blue. */
export type Colour = readonly [number, number, number];

/** The sides of a drawn picture: a stripe each, the last two over the ends of the others. */
export const pictureSides = ['left', 'right', 'top', 'bottom'] as const;
export type PictureSide = (typeof pictureSides)[number];

/** The colour of a side of a picture, 1 to 20: of no other picture, and of nothing else on a page. */
export function sideColour(number: number, side: PictureSide): Colour {
  return [255, number * 12, pictureSides.indexOf(side) * 80];
}

/** The colour of a drawn portrait. */
export const portraitColour: Colour = [0, 170, 60];
