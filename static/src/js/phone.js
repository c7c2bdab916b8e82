// The phone pages load no htmx: they are plain forms and links, small enough for a slow line.
import * as dialogs from './dialogs.js'
import * as drafts from './drafts.js'
import * as menus from './menus.js'
import * as phrases from './phrases.js'
import * as signal from './signal.js'
import * as summary from './summary.js'
import * as toasts from './toasts.js'
import * as tree from './tree.js'
import * as worker from './worker.js'

for (const part of [dialogs, toasts, summary, menus, phrases, drafts, signal, tree, worker]) part.start()
document.documentElement.dataset.ready = ''
