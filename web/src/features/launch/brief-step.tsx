import { t } from '../../locales/words';
import { BriefForm } from './brief-form';
import { BriefSource } from './brief-source';
import { ConflictNotice } from './conflict-notice';
import { LivePreview } from './live-preview';
import type { PreviewChoice } from './preview-choice';
import { Scroll } from './scroll';

type Pane = 'preview' | 'source';

interface Props {
  pane: Pane;
  onPane: (pane: Pane) => void;
  choice: PreviewChoice;
}

/** The form, brief.yaml and the ads. Where there is no room for three, the last two take turns. */
export function BriefStep({ pane, onPane, choice }: Props) {
  return (
    <div className="launch-brief" data-pane={pane}>
      <Scroll className="launch-form">
        <ConflictNotice />
        <BriefForm />
      </Scroll>
      <div className="launch-panes">
        <div className="pane-choice" role="group" aria-label={t.launch.show}>
          {(['preview', 'source'] as const).map((each) => (
            <button
              key={each}
              type="button"
              className="button plain"
              aria-pressed={each === pane}
              onClick={() => onPane(each)}
            >
              {each === 'preview' ? t.launch.preview : t.launch.source}
            </button>
          ))}
        </div>
        <BriefSource />
        <LivePreview choice={choice} />
      </div>
    </div>
  );
}
