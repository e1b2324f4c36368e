import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** Only read out, where the content itself opens with its name. */
  isTitleHidden?: boolean;
  width?: number;
  onClose: () => void;
  children: ReactNode;
}

/** A panel over the page. Focus goes in, stays in, and returns to where it was. */
export function Dialog({ title, isTitleHidden, width, onClose, children }: Props) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="dialog-veil" />
        <Base.Popup className="dialog" style={width ? { ['--dialog' as string]: `${width}px` } : undefined}>
          <Base.Title className={isTitleHidden ? 'unseen' : 'dialog-title'}>{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
