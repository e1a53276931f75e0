import { pickIndex, randomFrom, type Random } from './random.ts';

type Colour = [number, number, number];

/** Pixels in rows from the top, three bytes each: red, green, blue. */
export interface Painting {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** Hue in degrees, saturation and lightness from 0 to 1. */
function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30 + 24) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

function blend(from: Colour, to: Colour, share: number): Colour {
  const s = Math.min(1, Math.max(0, share));
  return [from[0] + (to[0] - from[0]) * s, from[1] + (to[1] - from[1]) * s, from[2] + (to[2] - from[2]) * s];
}

/** The length of a way. `Math.hypot` guards against overflow, which costs half of the time a picture takes. */
const distanceOf = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** The colour at a point; x and y range from 0 to 1 and the height of the picture is `tall` times its width. */
type Paint = (x: number, y: number) => Colour;

function sunset(random: Random, tall: number): Paint {
  const hue = 340 + random() * 60;
  const top = hsl(hue + 250, 0.45, 0.42);
  const glow = hsl(hue + 20, 0.9, 0.72);
  const sea = hsl(hue + 230, 0.4, 0.3);
  const sunX = 0.3 + random() * 0.4;
  const horizon = 0.58 + random() * 0.12;
  const sunY = horizon - 0.06 - random() * 0.1;
  return (x, y) => {
    const distance = distanceOf(x - sunX, (y - sunY) * tall);
    if (y < horizon) {
      if (distance < 0.11) return [255, 246, 220];
      return blend(blend(top, glow, y / horizon), [255, 236, 200], 0.12 / (0.1 + distance * distance * 12));
    }
    const depth = (y - horizon) / (1 - horizon);
    const ripple = Math.sin(depth * 90 + Math.sin(x * 14) * 2) * 0.12;
    const path = Math.exp(-(((x - sunX) / (0.06 + depth * 0.14)) ** 2)) * (0.75 - depth * 0.3);
    return blend(blend(glow, sea, 0.35 + depth * 0.6 + ripple * 0.4), [255, 240, 210], path + ripple * path);
  };
}

function hills(random: Random): Paint {
  const hue = random() * 360;
  const sky = hsl(hue + 190, 0.6, 0.86);
  const high = hsl(hue + 170, 0.6, 0.66);
  const layers = [0, 1, 2, 3].map((layer) => ({
    base: 0.42 + layer * 0.14,
    waves: [3 + random() * 4, 7 + random() * 8, random() * 6, random() * 6] as const,
    colour: hsl(hue + layer * 16, 0.28 + layer * 0.1, 0.7 - layer * 0.14),
  }));
  return (x, y) => {
    for (let at = layers.length - 1; at >= 0; at--) {
      const layer = layers[at] as (typeof layers)[number];
      const [slow, quick, a, b] = layer.waves;
      const edge = layer.base + Math.sin(x * slow + a) * 0.06 + Math.sin(x * quick + b) * 0.02;
      if (y > edge) return blend(layer.colour, sky, Math.max(0, 0.35 - (y - edge) * 2));
    }
    return blend(high, sky, y * 2);
  };
}

function night(random: Random, tall: number): Paint {
  const hue = 215 + random() * 50;
  const dark = hsl(hue, 0.6, 0.12);
  const light = hsl(hue + 30, 0.5, 0.42);
  const moonX = 0.25 + random() * 0.5;
  const moonY = 0.15 + random() * 0.15;
  const stars = Array.from(
    { length: 60 },
    () => [random(), random() * 0.65, 0.001 + random() * 0.003] as const,
  );
  const houses = Array.from({ length: 12 }, () => 0.72 + random() * 0.16);
  const lit = hsl(45, 0.9, 0.7);
  return (x, y) => {
    const roof = houses[Math.min(11, Math.floor(x * 12))] as number;
    if (y > roof) {
      const isWindow =
        (x * 12 * 4) % 1 > 0.55 &&
        ((y - roof) * 34) % 1 > 0.5 &&
        (Math.floor(x * 48) * 7 + Math.floor((y - roof) * 34) * 13) % 5 < 2;
      return isWindow ? lit : hsl(hue, 0.4, 0.08);
    }
    const moon = distanceOf(x - moonX, (y - moonY) * tall);
    if (moon < 0.09 && distanceOf(x - moonX - 0.04, (y - moonY + 0.015) * tall) > 0.085)
      return [255, 248, 220];
    for (const [sx, sy, size] of stars) {
      if (Math.abs(x - sx) < size && Math.abs(y - sy) * tall < size) return [255, 255, 240];
    }
    return blend(blend(dark, light, y * 1.2), [255, 248, 220], 0.02 / (0.08 + moon));
  };
}

function bokeh(random: Random, tall: number): Paint {
  const hue = random() * 360;
  const from = hsl(hue, 0.65, 0.6);
  const to = hsl(hue + 60, 0.7, 0.75);
  const lights = Array.from({ length: 18 }, () => ({
    x: random(),
    y: random() * tall,
    size: 0.04 + random() * 0.12,
    colour: hsl(hue + random() * 120, 0.8, 0.82),
    strength: 0.25 + random() * 0.35,
  }));
  return (x, y) => {
    let colour = blend(from, to, (x + y) / 2);
    for (const light of lights) {
      const away = distanceOf(x - light.x, y * tall - light.y) / light.size;
      if (away < 1.1) colour = blend(colour, light.colour, light.strength * Math.min(1, (1.1 - away) * 8));
    }
    return colour;
  };
}

function flowers(random: Random, tall: number): Paint {
  const hue = random() * 360;
  const paper = hsl(hue + 100, 0.45, 0.88);
  const shade = hsl(hue + 120, 0.4, 0.74);
  const blooms = Array.from({ length: 9 }, () => ({
    x: random(),
    y: random() * tall,
    size: 0.08 + random() * 0.12,
    turn: random() * 6,
    petals: 5 + pickIndex(random, 3),
    colour: hsl(hue + random() * 50, 0.75, 0.68),
    heart: hsl(48, 0.9, 0.62),
  }));
  return (x, y) => {
    for (const bloom of blooms) {
      const dx = x - bloom.x;
      const dy = y * tall - bloom.y;
      const away = distanceOf(dx, dy) / bloom.size;
      if (away > 1.05) continue;
      if (away < 0.24) return bloom.heart;
      const edge = 0.55 + 0.45 * Math.abs(Math.cos((Math.atan2(dy, dx) + bloom.turn) * (bloom.petals / 2)));
      if (away < edge) return blend(bloom.colour, [255, 255, 255], (1 - away / edge) * 0.5);
    }
    return blend(paper, shade, y);
  };
}

function heart(random: Random, tall: number): Paint {
  const hue = random() * 360;
  const from = hsl(hue, 0.55, 0.86);
  const to = hsl(hue + 40, 0.6, 0.78);
  const ink = hsl(hue + 340, 0.75, 0.62);
  const size = 0.2 + random() * 0.08;
  return (x, y) => {
    const dx = (x - 0.5) / size;
    const dy = (0.52 - y) * (tall / size);
    const inside = (dx * dx + dy * dy - 1) ** 3 - dx * dx * dy ** 3;
    if (inside < 0)
      return blend(ink, [255, 255, 255], Math.max(0, 0.45 - distanceOf(dx + 0.5, dy - 0.5) * 0.6));
    const stripe = ((x + y * tall) * 9) % 1 < 0.5 ? 0 : 0.22;
    return blend(blend(from, to, y), [255, 255, 255], stripe);
  };
}

function face(random: Random, tall: number): Paint {
  const hue = random() * 360;
  const back = hsl(hue, 0.55, 0.82);
  const hair = hsl(20 + random() * 30, 0.35, 0.18 + random() * 0.25);
  const skin: Colour = [255, 226, 205];
  const shirt = hsl(hue + 180, 0.5, 0.62);
  return (x, y) => {
    const dx = x - 0.5;
    const dy = (y - 0.5) * tall;
    const away = distanceOf(dx, dy * 0.92);
    if (distanceOf(Math.abs(dx) - 0.085, dy - 0.01) < 0.021) return [60, 45, 50];
    if (distanceOf(Math.abs(dx) - 0.13, (dy - 0.075) * 1.4) < 0.035) return [255, 182, 180];
    if (away < 0.215 && Math.abs(distanceOf(dx, dy - 0.04) - 0.075) < 0.008 && dy > 0.075)
      return [200, 90, 100];
    if (away < 0.215 && dy > -0.09 - dx * dx * 1.5) return skin;
    if (distanceOf(dx, (dy + 0.03) * 0.85) < 0.27) return hair;
    if (distanceOf(dx, (dy - 0.52) * 1.1) < 0.3) return shirt;
    return blend(back, [255, 255, 255], Math.max(0, 0.3 - away * 0.4));
  };
}

const scenes = [sunset, hills, night, bokeh, flowers, heart] as const;

/** Paints picture number `variant`: a small landscape or pattern, the same for the same arguments. */
export function paintScene(width: number, height: number, variant: number): Painting {
  const scene = scenes[variant % scenes.length] as (typeof scenes)[number];
  return paint(width, height, scene(randomFrom('scene', variant), height / width));
}

/** Paints a cartoon face: a sender's portrait. */
export function paintFace(sizePx: number, variant: number): Painting {
  return paint(sizePx, sizePx, face(randomFrom('face', variant), 1));
}

function paint(width: number, height: number, at: Paint): Painting {
  const rgb = new Uint8Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = at((x + 0.5) / width, (y + 0.5) / height);
      rgb[to++] = Math.min(255, Math.max(0, red));
      rgb[to++] = Math.min(255, Math.max(0, green));
      rgb[to++] = Math.min(255, Math.max(0, blue));
    }
  }
  return { width, height, rgb };
}
