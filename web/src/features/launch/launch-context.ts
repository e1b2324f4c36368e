/** What every part of the launch page reads and changes. */
import { createContext, useContext } from 'react';
import type { Format, Market, Workflow } from '../../api/wire';
import type { CopyDeck } from './copy-deck';
import type { Fields, Path, ReadBrief } from './brief-text';
import type { Draft, DraftBook } from './draft';
import type { MatrixCount } from './matrix';
import type { PlacedProblem } from './problems';
import type { Step } from './steps';
import type { Opened } from './use-live-preview';

/** A copy deck that the desk can read, with the lines that were written here. */
export interface Deck {
  name: string;
  /** Null for XLSX, which only the server reads. */
  csv: CopyDeck | null;
}

/** Fields and what they become; `undefined` takes one out. */
export type Changes = readonly (readonly [Path, unknown])[];

export interface Launch {
  campaignId: string | undefined;
  book: DraftBook;
  draft: Draft;
  fields: Fields;
  broken: ReadBrief['broken'];
  markets: readonly Market[];
  formats: readonly Format[];
  workflow: Workflow | undefined;
  deck: Deck | undefined;
  /** Names of files the brief can use: handed in here, or with a version before. */
  fileNames: readonly string[];
  count: MatrixCount;
  opened: Opened;
  problems: readonly PlacedProblem[];
  /** Empty fields are wrong, too: somebody wants to launch. */
  isStrict: boolean;
  isChanged: boolean;
  set: (path: Path, value: unknown) => void;
  setAll: (changes: Changes) => void;
  /** As `setAll`, and the status line says what happened and takes it back. */
  setSaid: (changes: Changes, said: string) => void;
  addFiles: (files: readonly File[]) => void;
  /** Shows the field a problem is about. */
  jump: (problem: PlacedProblem) => void;
  go: (step: Step) => void;
}

export const LaunchContext = createContext<Launch | null>(null);

export function useLaunch(): Launch {
  const launch = useContext(LaunchContext);
  if (!launch) throw new Error('a part of the launch page stands outside it');
  return launch;
}
