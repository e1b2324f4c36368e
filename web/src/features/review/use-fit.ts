import { useLayoutEffect, useState } from 'react';

/** Small banners are shown larger than they are, but never so large that they look broken. */
const LARGEST = 2;

/** How much a picture is scaled to be whole in its element, with some air around it. */
export function useFit(element: { current: HTMLElement | null }, width: number, height: number): number {
  const [scale, setScale] = useState(0);
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const read = () => {
      const room = Math.min((node.clientWidth - 56) / width, (node.clientHeight - 40) / height);
      setScale(Math.max(0.05, Math.min(LARGEST, room)));
    };
    const observer = new ResizeObserver(read);
    observer.observe(node);
    read();
    return () => observer.disconnect();
  }, [element, width, height]);
  return scale;
}
