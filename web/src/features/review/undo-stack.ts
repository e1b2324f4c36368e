/** What can be taken back and done again, newest last. Knows nothing of what its entries mean. */
export class UndoStack<T> {
  private done: T[] = [];
  private undone: T[] = [];

  constructor(private readonly most = 200) {}

  push(entry: T): void {
    this.done.push(entry);
    if (this.done.length > this.most) this.done.shift();
    this.undone = [];
  }

  undo(): T | undefined {
    const entry = this.done.pop();
    if (entry !== undefined) this.undone.push(entry);
    return entry;
  }

  redo(): T | undefined {
    const entry = this.undone.pop();
    if (entry !== undefined) this.done.push(entry);
    return entry;
  }

  get mayUndo(): boolean {
    return this.done.length > 0;
  }

  get mayRedo(): boolean {
    return this.undone.length > 0;
  }
}
