// What waits on this phone to be sent. The rooms that record at the door put their verbs here.
import { openDB } from 'idb'

export const open = () => openDB('fengge', 1, {
  upgrade (db) { db.createObjectStore('outbox', { keyPath: 'id' }) }
})

export async function waiting () {
  try { return await (await open()).count('outbox') } catch { return 0 }
}
