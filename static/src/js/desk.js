import * as bulk from './bulk.js'
import * as dialogs from './dialogs.js'
import * as drafts from './drafts.js'
import * as http from './http.js'
import * as keyboard from './keyboard.js'
import * as identity from './identity.js'
import * as menus from './menus.js'
import * as rows from './rows.js'
import * as toasts from './toasts.js'
import * as tree from './tree.js'
import * as worker from './worker.js'

for (const part of [http, dialogs, toasts, menus, keyboard, rows, identity, drafts, bulk, tree, worker]) part.start()
document.documentElement.dataset.ready = ''
