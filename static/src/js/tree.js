// The tree of areas after the ARIA pattern: one stop for Tab, arrows inside, children fetched when opened.
import { fill } from './fetching.js'

const items = tree => [...tree.querySelectorAll('[role="treeitem"]')].filter(item => !item.parentElement.closest('ul[hidden]'))
const group = item => item.querySelector(':scope > [role="group"]')
const isOpen = item => item.getAttribute('aria-expanded') === 'true'

function focus (tree, item) {
  if (!item) return
  for (const other of tree.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1
  item.tabIndex = 0
  item.focus()
  item.querySelector('.tree-row')?.scrollIntoView({ block: 'nearest' })
}

function setOpen (item, open) {
  if (!item.hasAttribute('aria-expanded')) return
  const children = group(item)
  item.setAttribute('aria-expanded', String(open))
  children.hidden = !open
  const url = item.dataset.childrenUrl
  if (open && url && children.childElementCount === 0 && !item.hasAttribute('aria-busy')) {
    item.setAttribute('aria-busy', 'true')
    fill(children, url)
      .finally(() => {
        item.removeAttribute('aria-busy')
        if (children.childElementCount === 0) setOpen(item, false)
      })
  }
}

function pressed (event) {
  const item = event.target.closest('[role="treeitem"]')
  const tree = event.target.closest('[role="tree"]')
  if (!item || !tree || event.ctrlKey || event.altKey || event.metaKey) return
  const all = items(tree)
  const at = all.indexOf(item)
  const act = {
    ArrowDown: () => focus(tree, all[at + 1]),
    ArrowUp: () => focus(tree, all[at - 1]),
    Home: () => focus(tree, all[0]),
    End: () => focus(tree, all[all.length - 1]),
    ArrowRight: () => {
      if (!item.hasAttribute('aria-expanded')) return
      if (isOpen(item)) focus(tree, group(item).querySelector('[role="treeitem"]'))
      else setOpen(item, true)
    },
    ArrowLeft: () => {
      if (isOpen(item)) setOpen(item, false)
      else focus(tree, item.parentElement.closest('[role="treeitem"]'))
    },
    Enter: () => item.querySelector('.tree-row a')?.click()
  }[event.key]
  if (act) { event.preventDefault(); event.stopPropagation(); act() }
}

export function start () {
  document.addEventListener('keydown', pressed, true)
  document.addEventListener('click', event => {
    const opener = event.target.closest('.tree-open')
    if (!opener) return
    const item = opener.closest('[role="treeitem"]')
    setOpen(item, !isOpen(item))
    focus(item.closest('[role="tree"]'), item)
  })
  for (const tree of document.querySelectorAll('[role="tree"]')) {
    const first = tree.querySelector('[aria-selected="true"]') ?? tree.querySelector('[role="treeitem"]')
    if (first && !tree.querySelector('[tabindex="0"]')) first.tabIndex = 0
    tree.querySelector('[aria-selected="true"] > .tree-row')?.scrollIntoView({ block: 'nearest' })
  }
}
