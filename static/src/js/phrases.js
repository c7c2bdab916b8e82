// Quick phrases above a text: a tap writes one into it, behind what stands there. [data-phrases] names the text's id.
function write (text, phrase) {
  const before = text.value.trimEnd()
  text.value = before ? `${before}${/[。；！？]$/.test(before) ? '' : '。'}${phrase}` : phrase
  text.dispatchEvent(new Event('input', { bubbles: true }))
}

export function start () {
  for (const group of document.querySelectorAll('[data-phrases]')) {
    const text = document.getElementById(group.dataset.phrases)
    if (!text) continue
    group.hidden = false
    group.addEventListener('click', event => {
      const button = event.target.closest('[data-phrase]')
      if (button) write(text, button.textContent.trim())
    })
  }
}
