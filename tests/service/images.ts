import { textAnswer, type Answer } from './answers.ts';
import type { DemoRequest } from './requests.ts';
import { findMailOf, type World } from './world.ts';

/** Answers the image host, which requires no sign-in. */
export function answerImage(world: World, request: DemoRequest): Answer {
  const isKnown =
    request.kind === 'portrait'
      ? world.accounts.some(({ inbox }) => inbox.hasPortrait(request.path))
      : findMailOf(world, request) !== undefined;
  if (!isKnown) return textAnswer('<!DOCTYPE html><title>404</title><p>Not Found</p>', 'text/html', 404);
  const headers = { 'cache-control': 'no-store' };
  const { film } = world;
  if (film?.path === request.path)
    return {
      status: 200,
      headers: { ...headers, 'content-type': 'video/mp4' },
      body: Buffer.alloc(0),
      film,
    };
  const { contentType, bytes } = world.pictures.picture(request.path);
  return { status: 200, headers: { ...headers, 'content-type': contentType }, body: bytes };
}
