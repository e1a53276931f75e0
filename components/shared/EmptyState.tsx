import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What the user can do about it. */
  text: string;
  children?: ComponentChildren;
}

/** Shown where there is no content: says so, and what to do next. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}
