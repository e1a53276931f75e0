/** The logo beside the project's name, a letter in a boat; hidden from assistive technology. */
export function ArkMark() {
  return (
    <svg class="ark-mark" viewBox="0 0 128 128" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="128" height="128" rx="30" fill="#a83e58" />
      <rect x="33" y="22" width="62" height="62" rx="6" fill="#fffaf2" />
      <path d="M35 28 64 52 93 28" fill="none" stroke="#a83e58" stroke-width="8" stroke-linejoin="round" />
      <path d="M9 55c16 15 94 15 110 0-3 28-14 47-29 52H38C23 102 12 83 9 55Z" fill="#f6cf9b" />
    </svg>
  );
}
