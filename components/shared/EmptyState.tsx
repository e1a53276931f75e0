import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What to do about it. */
  text: string;
  children?: ComponentChildren;
}

/** Where there is nothing to show: says so, and what to do next. */
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
