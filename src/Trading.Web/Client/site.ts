// What every page does with script and can do without: copying a digest, leaving the printed page to the browser.

function announce(button: HTMLButtonElement, text: string): void {
  const before = button.textContent;
  button.textContent = text;
  button.disabled = true;
  window.setTimeout(() => {
    button.textContent = before;
    button.disabled = false;
    button.focus();
  }, 1500);
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const text = button.dataset['copy'];
  if (text === undefined) {
    return;
  }

  try {
    await navigator.clipboard.writeText(text);
    announce(button, button.dataset['done'] ?? '✓');
  } catch {
    // Without the right to the clipboard the whole digest is selected, one key press away from being copied.
    const whole = button.closest('details')?.querySelector('code.whole');
    if (whole) {
      window.getSelection()?.selectAllChildren(whole);
    }
  }
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const copyButton = target?.closest<HTMLButtonElement>('button[data-copy]');
  if (copyButton) {
    void copy(copyButton);
    return;
  }

  if (target?.closest('button[data-print]')) {
    window.print();
    return;
  }

  // A popped-up digest closes when one clicks beside it.
  for (const open of document.querySelectorAll<HTMLDetailsElement>('details.digest[open]')) {
    if (!target || !open.contains(target)) {
      open.open = false;
    }
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') {
    return;
  }

  for (const open of document.querySelectorAll<HTMLDetailsElement>('details.digest[open]')) {
    open.open = false;
    open.querySelector('summary')?.focus();
  }
});

document.documentElement.classList.add('script');
