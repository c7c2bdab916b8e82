// The words of the scripts come from the page (<template id="texts" data-…>), where they are translated.
export function text (name, values = {}) {
  const found = document.getElementById('texts')?.dataset[name] ?? ''
  return found.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '')
}
