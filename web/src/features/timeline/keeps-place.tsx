import { Component, createRef, type ReactNode } from 'react';

interface KeepsPlaceProps {
  /** Changes whenever entries were added or let go above or below. */
  of: unknown;
  /** Where the first of them begins: while that stays, what is new stands on top, in sight of whoever is there. */
  from: unknown;
  children: ReactNode;
}

interface Anchor {
  event: string;
  top: number;
}

/** What somebody reads stays under their eyes while pages come and go above it, in every browser. */
export class KeepsPlace extends Component<KeepsPlaceProps> {
  private readonly list = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(before: KeepsPlaceProps): Anchor | null {
    if (before.of === this.props.of) return null;
    const onTop = (this.list.current?.getBoundingClientRect().top ?? 0) >= 0;
    return onTop && before.from === this.props.from ? null : this.firstInSight();
  }

  override componentDidUpdate(_: KeepsPlaceProps, __: unknown, anchor: Anchor | null): void {
    if (!anchor) return;
    const entry = this.entries().find((each) => each.dataset.event === anchor.event);
    const moved = entry ? entry.getBoundingClientRect().top - anchor.top : 0;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  }

  private entries(): HTMLElement[] {
    return [...(this.list.current?.querySelectorAll<HTMLElement>('[data-event]') ?? [])];
  }

  private firstInSight(): Anchor | null {
    const entry = this.entries().find((each) => each.getBoundingClientRect().bottom > 0);
    const event = entry?.dataset.event;
    return entry && event !== undefined ? { event, top: entry.getBoundingClientRect().top } : null;
  }

  override render(): ReactNode {
    return (
      <div ref={this.list} style={{ overflowAnchor: 'none' }}>
        {this.props.children}
      </div>
    );
  }
}
