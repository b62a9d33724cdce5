import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { DEFAULT_SHARE, SplitState } from '../state/split-state.svelte.ts';
import SplitHandle from './SplitHandle.svelte';
import '../styles/tokens.css';
import '../styles/base.css';

const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
};

/** A handle over an area of 1000 pixels, from the left edge of the window. */
async function setup(direction: 'ltr' | 'rtl' = 'ltr') {
  kept.clear();
  await page.viewport(1100, 400);
  const split = new SplitState(storage);
  split.width = 1000;
  const props = () => ({
    label: 'Width of the list',
    value: split.share,
    min: split.least,
    max: split.most,
    onchange: (share: number) => {
      split.choose(share);
      void view.rerender(props());
    },
    onreset: () => {
      split.reset();
      void view.rerender(props());
    },
  });
  const area = document.createElement('div');
  Object.assign(area.style, { position: 'absolute', top: '0', left: '0', width: '1000px', height: '300px' });
  area.dir = direction;
  document.body.append(area);
  const view = await render(SplitHandle, { target: area, props: props() });
  return { split, handle: page.getByRole('separator') };
}

function pointer(element: Element, type: string, clientX: number): void {
  element.dispatchEvent(
    new PointerEvent(type, { clientX, clientY: 50, pointerId: 1, button: 0, bubbles: true, cancelable: true }),
  );
}

test('arrow keys move it, Home and End go as far as both panes can still be read', async () => {
  const { split, handle } = await setup();
  handle.element().focus();
  await expect.element(handle).toHaveAttribute('aria-valuenow', String(DEFAULT_SHARE));
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(handle).toHaveAttribute('aria-valuenow', '48');
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await expect.element(handle).toHaveAttribute('aria-valuenow', '44');
  await userEvent.keyboard('{Home}');
  await expect.element(handle).toHaveAttribute('aria-valuenow', '34');
  await userEvent.keyboard('{End}');
  await expect.element(handle).toHaveAttribute('aria-valuenow', '60');
  expect([split.least, split.most]).toEqual([34, 60]);
});

test('from right to left the arrow keys are mirrored', async () => {
  const { handle } = await setup('rtl');
  handle.element().focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(handle).toHaveAttribute('aria-valuenow', '48');
  const box = handle.element().getBoundingClientRect();
  expect(Math.round(box.left + box.width / 2)).toBeGreaterThan(510);
  expect(Math.round(box.left + box.width / 2)).toBeLessThan(530);
});

test('it is dragged by the pointer, remembered, and brought back by a double press', async () => {
  const { split, handle } = await setup();
  const element = handle.element();
  // A press that is only told to the element captures no real pointer.
  let captured = false;
  Object.assign(element, { setPointerCapture: () => (captured = true), hasPointerCapture: () => captured });
  pointer(element, 'pointermove', 500);
  expect(split.share).toBe(DEFAULT_SHARE);
  pointer(element, 'pointerdown', 460);
  pointer(element, 'pointermove', 520);
  await expect.element(handle).toHaveAttribute('aria-valuenow', '52');
  pointer(element, 'pointermove', 20);
  await expect.element(handle).toHaveAttribute('aria-valuenow', '34');
  pointer(element, 'pointermove', 550);
  expect(new SplitState(storage).chosen).toBe(55);
  await userEvent.dblClick(handle);
  await expect.element(handle).toHaveAttribute('aria-valuenow', String(DEFAULT_SHARE));
});

test('a narrow window takes room away and a wide one gives it back', () => {
  const split = new SplitState(null);
  split.width = 1000;
  split.choose(60);
  split.width = 800;
  expect(split.share).toBe(50);
  split.width = 1600;
  expect(split.share).toBe(60);
  split.width = 500;
  expect(split.share).toBe(split.least);
});
