/** The two ends of a hash, enough to tell one from another; the whole of it is at hand. */
export function Hash({ of }: { of: string }) {
  return (
    <code className="hash" title={of}>
      {of.length > 24 ? `${of.slice(0, 12)}…${of.slice(-8)}` : of}
    </code>
  );
}
