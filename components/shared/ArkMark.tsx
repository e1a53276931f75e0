/** The project's mark, a letter in a boat, beside its name; it says nothing to assistive technology. */
export function ArkMark() {
  return (
    <svg class="ark-mark" viewBox="0 0 128 128" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="128" height="128" rx="30" fill="#a83e58" />
      <rect x="31" y="24" width="66" height="60" rx="7" fill="#fffaf2" />
      <path d="M33 30 64 55 95 30" fill="none" stroke="#a83e58" stroke-width="7" stroke-linejoin="round" />
      <path d="M15 70h98c-3 24-20 36-49 36S18 94 15 70Z" fill="#f6cf9b" />
    </svg>
  );
}
