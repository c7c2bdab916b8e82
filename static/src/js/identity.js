// An ID number says when somebody was born and their sex: filled in beside it where nothing was chosen yet.
// A number that fails its check digit is taken all the same, and said.
import { text } from './texts.js'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

export function isSound (number) {
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return false
  const sum = WEIGHTS.reduce((all, weight, place) => all + weight * Number(number[place]), 0)
  return '10X98765432'[sum % 11] === number[17]
}

function say (field, words) {
  let note = field.parentElement.querySelector('[data-id-note]')
  if (!note) {
    note = document.createElement('p')
    note.className = 'help'
    note.dataset.idNote = ''
    note.setAttribute('role', 'status')
    field.after(note)
  }
  note.textContent = words
}

function read (field) {
  const number = field.value.replace(/[\s-]/g, '').toUpperCase()
  const row = field.closest('[data-row]') ?? field.form
  const beside = name => row?.querySelector(`[name="${name}"], [name$="-${name}"]`)
  if (beside('kind')?.value === 'ORGANISATION') return say(field, '')
  if (!isSound(number)) return say(field, number ? text('idUnsound') : '')
  say(field, '')
  const born = beside('born_on')
  const sex = beside('sex')
  if (born && !born.value) born.value = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (sex && sex.value === '0') sex.value = Number(number[16]) % 2 ? '1' : '2'
}

export function start () {
  document.addEventListener('change', event => {
    if (event.target.matches('[data-id-number]')) read(event.target)
  })
}
