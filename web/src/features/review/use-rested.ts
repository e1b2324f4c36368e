import { useEffect, useState } from 'react';

const REST_MS = 160;

/** A value once it has stayed the same for a moment: moving across the sheet asks for nothing. */
export function useRested(value: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
