import { createControlPlaces, type ShownControl } from './control-places.ts';

/** The passing of time, replaceable in tests. */
export interface GuardClock {
  /** Milliseconds on a clock that cannot be set. */
  now(): number;
  /** Calls `callback` after `ms` milliseconds. */
  later(ms: number, callback: () => void): void;
}

const realClock: GuardClock = {
  now: () => performance.now(),
  later: (ms, callback) => void setTimeout(callback, ms),
};

const controls = '.button, .link-button, .export-link';
/** When a control of such a group disappears, the focus moves to another one of the group. */
const group = '[data-controls]';
const pressKeys = new Set(['Enter', ' ']);

/**
 * Makes every button of the page act only on an intended press: not within a second of taking another button's place,
 * not when it became another button during the press, and not repeatedly while a key is held down. A button that does
 * not act yet is `aria-disabled`. Buttons are identified by `data-action`, or else by their name without numbers.
 * Nothing is held while the page is `aria-busy`, when it shows the overview of last time.
 */
export function guardControls(page: Document, clock: GuardClock = realClock): void {
  let places = createControlPlaces();
  let pressed: { id: string | undefined; isKey: boolean } | undefined;
  let focused: { control: Element; group: Element | null } | undefined;
  let isWaiting = false;
  let language = page.documentElement.lang;

  const find = () =>
    [...page.querySelectorAll<HTMLElement>(controls)].filter((each) => each.checkVisibility(visible));

  /** The visible controls, each with a unique id. */
  function list(): Map<HTMLElement, ShownControl> {
    const times = new Map<string, number>();
    return new Map(
      find().map((control) => {
        const meaning = meaningOf(control);
        const time = (times.get(meaning) ?? 0) + 1;
        times.set(meaning, time);
        const isAfloat = control.closest('[data-afloat]') !== null;
        return [control, { id: `${meaning} ${time}`, box: control.getBoundingClientRect(), isAfloat }];
      }),
    );
  }

  function update(): void {
    const isBusy = page.querySelector('[aria-busy="true"]') !== null;
    // In another language the same buttons have other names.
    if (isBusy || language !== page.documentElement.lang) places = createControlPlaces();
    language = page.documentElement.lang;
    if (isBusy) return;
    const now = clock.now();
    const shown = list();
    places.see([...shown.values()], now);
    for (const [control, { id }] of shown) setHeld(control, places.isHeld(id, now));
    keepFocus();
    const until = places.heldUntil(now);
    if (until === undefined || isWaiting) return;
    isWaiting = true;
    clock.later(until - now, () => {
      isWaiting = false;
      update();
    });
  }

  /** A focused control that disappears loses the focus; the next one of its group receives it. */
  function keepFocus(): void {
    if (!focused || focused.control.isConnected || page.activeElement !== page.body) return;
    if (focused.group?.isConnected) focused.group.querySelector<HTMLElement>(controls)?.focus();
    focused = undefined;
  }

  const idOf = (target: EventTarget | null): string | undefined => {
    const control = target instanceof Element ? target.closest<HTMLElement>(controls) : null;
    return control === null ? undefined : list().get(control)?.id;
  };
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  page.addEventListener('pointerdown', ({ target }) => (pressed = { id: idOf(target), isKey: false }), true);
  page.addEventListener(
    'keydown',
    (event) => {
      if (!pressKeys.has(event.key)) return;
      const id = idOf(event.target);
      if (event.repeat && id !== undefined) stop(event);
      if (!event.repeat) pressed = { id, isKey: true };
    },
    true,
  );
  page.addEventListener(
    'click',
    (event) => {
      const id = idOf(event.target);
      // Enter in a field presses the button of its form, and assistive technology clicks without a press.
      const own = pressed?.isKey === (event.detail === 0) ? pressed.id : undefined;
      const isOther = own !== undefined && own !== id;
      pressed = undefined;
      if (id !== undefined && (isOther || places.isHeld(id, clock.now()))) stop(event);
    },
    true,
  );
  page.addEventListener('focusin', ({ target }) => {
    const control = target instanceof Element ? target.closest(controls) : null;
    focused = control === null ? undefined : { control, group: control.closest(group) };
  });
  const follow = () => places.follow([...list().values()]);
  page.addEventListener('scroll', follow, { capture: true, passive: true });
  page.defaultView?.addEventListener('resize', follow);
  new MutationObserver(update).observe(page, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['aria-busy', 'aria-label', 'data-action', 'disabled', 'hidden', 'lang', 'open'],
  });
  update();
}

const visible = { visibilityProperty: true };

function meaningOf(control: Element): string {
  const action = control.getAttribute('data-action');
  const name = control.getAttribute('aria-label') ?? control.textContent;
  return action ?? name.replaceAll(/\d[\d.,\s]*/g, '#').trim();
}

/** Sets or clears `aria-disabled` on a control. */
function setHeld(control: Element, isHeld: boolean): void {
  if (isHeld) {
    control.setAttribute('aria-disabled', 'true');
    control.setAttribute('data-held', '');
  } else if (control.hasAttribute('data-held')) {
    control.removeAttribute('aria-disabled');
    control.removeAttribute('data-held');
  }
}
