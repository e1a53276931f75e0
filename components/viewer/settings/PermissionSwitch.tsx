import { useState } from 'preact/hooks';
import type { Translate } from '../../shared/translate.ts';
import { Switch } from './Switch.tsx';

interface PermissionSwitchProps {
  label: string;
  text: string;
  isOn: boolean;
  /** Asks the browser in the same click; resolves with whether the permission was granted. */
  allow(): Promise<boolean>;
  onChange(isOn: boolean): void;
  t: Translate;
}

/** A setting that needs a permission of the browser. It stays off when the permission is refused. */
export function PermissionSwitch({ label, text, isOn, allow, onChange, t }: PermissionSwitchProps) {
  const [wasRefused, setWasRefused] = useState(false);
  const choose = (isWanted: boolean): void => {
    setWasRefused(false);
    if (!isWanted) return onChange(false);
    void allow().then(
      (isAllowed) => (isAllowed ? onChange(true) : setWasRefused(true)),
      () => setWasRefused(true),
    );
  };
  return (
    <Switch label={label} text={wasRefused ? t('viewerNotAllowed') : text} isOn={isOn} onChange={choose} />
  );
}
