/** Words of what Galley expects of an ad, and of which of two is better. */

export const forecast = {
  expected: {
    /** What the server finds, which it says in English. */
    statement: (words: string) => words,
    sides: { for: 'Tends to be approved', against: 'Tends to be turned down' },
    label: 'What is expected',
    chances: {
      surely: 'Expected: almost certainly approved',
      likely: 'Expected: likely approved',
      open: 'Expected: could go either way',
      unlikely: 'Expected: likely turned down',
      hardly: 'Expected: almost certainly turned down',
    },
    doubtful: 'So far a guess from few decisions.',
    because: (words: string, part: string, all: string, isHere: boolean) =>
      `${words}: approved ${part} of ${all}${isHere ? ' in this market' : ''}`,
  },
  prefer: {
    label: 'Which one is better?',
    choices: { left: 'Left is better', tie: 'No difference', right: 'Right is better' },
    noted: {
      left: 'Noted: the left one is better. It decides nothing.',
      tie: 'Noted: no difference. It decides nothing.',
      right: 'Noted: the right one is better. It decides nothing.',
    },
    takenBack: 'Taken back: nothing is noted about these two.',
    refused: 'Which one is better was not noted: Galley did not take it.',
  },
};
