const SYMBOLS: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'Esc',
  Shift: '⇧',
  Mod: /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl',
};

/** `Shift+Mod+Z` as it stands on the keys. */
export function KeyCap({ name }: { name: string }) {
  const parts = name === '+' ? ['+'] : name.split(/[+ ]/);
  return <kbd>{parts.map((part) => SYMBOLS[part] ?? part).join(name.includes(' ') ? ' ' : ' + ')}</kbd>;
}
