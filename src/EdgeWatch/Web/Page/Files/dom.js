/** Makes an element. Properties that begin with "on" are listeners; null and false leave an attribute out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Loads the style sheet of a view that is loaded when somebody opens it. */
export const styled = address => new Promise(done => document.head.append(el('link', { rel: 'stylesheet', href: address, onload: done, onerror: done })));

/** Sets a text only where it is another one: screen readers read out what is written again. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Says something that has happened, to eyes and to screen readers, for some seconds. */
export function say(text, isBad = false) {
  const said = document.getElementById('said');
  said.replaceChildren(el('p', { class: isBad ? 'bad' : null }, text));
  clearTimeout(say.timer);
  say.timer = setTimeout(() => said.replaceChildren(), isBad ? 12000 : 5000);
}
