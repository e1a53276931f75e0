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
  const { contentType, bytes } = world.pictures.picture(request.path);
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: bytes };
}
