import type { Anchor } from '#contract';
import type { DocumentBuilder } from './document-builder.ts';

/** The same builder, with one place for all that is added through it: a cell of a notebook, a part of a message. */
export function anchoredBuilder(builder: DocumentBuilder, anchor: Anchor): DocumentBuilder {
  return {
    add: (kind, text) => builder.add(kind, text, anchor),
    addHeading: (level, text) => builder.addHeading(level, text, anchor),
    get isFull() {
      return builder.isFull;
    },
    get mainHeading() {
      return builder.mainHeading;
    },
    finish: (facts) => builder.finish(facts),
  };
}
