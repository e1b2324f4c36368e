import { type ReactNode, useMemo } from 'react';
import { type Block, blocksOf, type Span } from './markdown';

/** What somebody wrote in Markdown, as words: no HTML of theirs, no link, nothing fetched. */
export function Prose({ markdown }: { markdown: string }) {
  const blocks = useMemo(() => blocksOf(markdown), [markdown]);
  // oxlint-disable-next-line react/no-array-index-key
  return (
    <div className="prose">
      {blocks.map((block, at) => (
        <Blocked key={at} block={block} />
      ))}
    </div>
  );
}

function Blocked({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return block.level < 3 ? (
        <h3 className="serif">
          <Spans of={block.spans} />
        </h3>
      ) : (
        <h4>
          <Spans of={block.spans} />
        </h4>
      );
    case 'paragraph':
      return (
        <p>
          <Spans of={block.spans} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Spans of={block.spans} />
        </blockquote>
      );
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      // oxlint-disable-next-line react/no-array-index-key
      return (
        <List>
          {block.items.map((item, at) => (
            <li key={at}>
              <Spans of={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return <Table head={block.head} rows={block.rows} />;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
  }
}

function Table({ head, rows }: { head: Span[][]; rows: Span[][][] }) {
  return (
    <table className="list-table">
      <thead>
        <tr>
          {head.map((cell, at) => (
            // oxlint-disable-next-line react/no-array-index-key
            <th key={at} scope="col">
              <Spans of={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={at}>
            {row.map((cell, column) => (
              // oxlint-disable-next-line react/no-array-index-key
              <td key={column}>
                <Spans of={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Spans({ of }: { of: readonly Span[] }) {
  return of.map(({ text, look }, at) => {
    // oxlint-disable-next-line react/no-array-index-key
    if (look === 'strong') return <b key={at}>{text}</b>;
    // oxlint-disable-next-line react/no-array-index-key
    if (look === 'code') return <code key={at}>{text}</code>;
    return text;
  });
}
