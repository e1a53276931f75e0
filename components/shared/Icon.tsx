const shapes = {
  mail: 'M3.5 6.5h17v11h-17zM3.5 7l8.5 6.5L20.5 7',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.75a2.25 2.25 0 1 1 0 4.5a2.25 2.25 0 1 1 0-4.5M9 14.75a2.25 2.25 0 1 1 0 4.5a2.25 2.25 0 1 1 0-4.5',
  search: 'M10.5 4.5a6 6 0 1 1 0 12a6 6 0 1 1 0-12M15 15l5 5',
  picture: 'M4 5.5h16v13H4zM4 16l4.5-4.5L13 16l3-2.5L20 17M15.5 8.75a1 1 0 1 1 0 2a1 1 0 1 1 0-2',
  report: 'M6 3.5h8.5L18 7v13.5H6zM9 11h6M9 14.5h6M9 7.5h2.5',
  import: 'M12 15V4M7.5 8.5L12 4l4.5 4.5M4.5 19.5h15',
  export: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M4.5 19.5h15',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  forward: 'M9.5 5.5L16 12l-6.5 6.5',
  up: 'M5.5 14.5L12 8l6.5 6.5',
  down: 'M5.5 9.5L12 16l6.5-6.5',
  close: 'M6 6l12 12M18 6L6 18',
  star: 'M12 4l2.4 5.2 5.6.6-4.2 3.8 1.2 5.6-5-2.9-5 2.9 1.2-5.6L4 9.8l5.6-.6z',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7',
  warning: 'M12 4.5L21 19.5H3zM12 10v4.5M12 16.75v.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5.5l10 6.5-10 6.5z',
  open: 'M13 5h6v6M19 5l-8.5 8.5M17 14v5H5V7h5',
  filter: 'M4 6.5h16M7 12h10M10 17.5h4',
  help: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.7.4-1.1.9-1.1 1.7v.5M12 16.75v.25',
  bookmark: 'M7 4.5h10v15l-5-4-5 4z',
  tag: 'M4 4.5h8l8 8-7.5 7.5-8.5-8.5zM8 8.5h.25',
  note: 'M5 4.5h14v10l-5 5H5zM14 19.5v-5h5M8 9h8M8 12.5h5',
  unread: 'M3.5 8v10h17V11M3.5 8.5l8.5 6.5 4-3M18.5 4a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5',
  more: 'M12 5a.75.75 0 1 1 0 1.5a.75.75 0 1 1 0-1.5M12 11.25a.75.75 0 1 1 0 1.5a.75.75 0 1 1 0-1.5M12 17.5a.75.75 0 1 1 0 1.5a.75.75 0 1 1 0-1.5',
  day: 'M4.5 6h15v13.5h-15zM4.5 10h15M8.5 3.5V7M15.5 3.5V7',
  copy: 'M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9',
  print: 'M7 9V4.5h10V9M7 16.5H4.5V9h15v7.5H17M7 13.5h10v6H7z',
  user: 'M12 4.5a3.75 3.75 0 1 1 0 7.5a3.75 3.75 0 1 1 0-7.5M5 20c.5-4 3-5.5 7-5.5s6.5 1.5 7 5.5',
  code: 'M8.5 7.5L4 12l4.5 4.5M15.5 7.5L20 12l-4.5 4.5',
  edit: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  calendar: 'M4.5 6h15v13.5h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8',
  grid: 'M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z',
  voice:
    'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
} as const;

/** The drawings there are. */
export type IconName = keyof typeof shapes;

/** A small drawing beside text; hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={shapes[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
