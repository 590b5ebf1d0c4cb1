import { Loader } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';

import css from './lists.module.css';

interface LoadMoreProps {
  more: boolean;
  loading: boolean;
  onReach: () => void;
}

/** The end of the list: coming near it reads the next page. */
export function LoadMore({ more, loading, onReach }: LoadMoreProps) {
  const { ref, entry } = useIntersection({ rootMargin: '600px' });
  const reached = entry?.isIntersecting === true;
  useEffect(() => {
    if (reached && more && !loading) onReach();
  }, [reached, more, loading, onReach]);
  if (!more) return null;
  return (
    <div ref={ref} className={css.end}>
      {loading ? <Loader size={18} aria-label="Reading more" /> : ' '}
    </div>
  );
}
