import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { isFinalAnswer } from '../api/client';
import { verifyFile } from '../api/commands';
import { Header } from '../features/shell/header';
import { DropZone } from '../features/verify/drop-zone';
import { SealReport } from '../features/verify/seal-report';
import { refusalOf } from '../features/verify/seal-words';
import { useFileDrop } from '../features/verify/use-file-drop';
import { t } from '../locales/words';
import { Page } from '../ui/page';
import { Trouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/spend/books.css';
import '../features/releases/releases.css';
import '../features/verify/verify.css';

/** What made a published file, who approved it, and whether its seal is whole. */
export function Verify() {
  const [refused, setRefused] = useState<string | null>(null);
  const [isOneOfMany, setIsOneOfMany] = useState(false);
  const looking = useMutation({ mutationFn: (file: File) => verifyFile(file) });
  const { mutate, reset, variables: file, data, error, isPending, isPaused } = looking;
  const onFiles = useCallback(
    (files: readonly File[]) => {
      const [first] = files;
      if (!first) return;
      const refusal = refusalOf(first);
      setRefused(refusal);
      setIsOneOfMany(files.length > 1);
      if (refusal) reset();
      else mutate(first);
    },
    [mutate, reset],
  );
  const isOver = useFileDrop(onFiles);
  return (
    <>
      <Header title={t.verify.title} note={t.verify.note}>
        <Link to="/releases" className="button">
          {t.verify.back}
        </Link>
      </Header>
      <Page isBusy={isPending && !isPaused}>
        <div className="page-body verify">
          <DropZone isOver={isOver} onFiles={onFiles} />
          <p role="status" className="is-second">
            {isPaused ? t.verify.offline : isPending ? t.verify.looking(file?.name ?? '') : ''}
            {isOneOfMany && ` ${t.verify.oneOnly(file?.name ?? '')}`}
          </p>
          {refused && (
            <p className="notice bad" role="alert">
              {refused}
            </p>
          )}
          {error && <Trouble error={error} onRetry={file && !isFinalAnswer(error) ? () => mutate(file) : undefined} />}
          {data && file && <SealReport name={file.name} found={data} />}
          {!data && !error && !isPending && !refused && <p className="is-second">{t.verify.lede}</p>}
        </div>
      </Page>
    </>
  );
}
