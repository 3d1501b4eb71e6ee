// A one-time link carries its token behind the #, which no server is sent: put it into
// the form, and take it out of the address so that nobody reads it over a shoulder.
"use strict";
const link = document.getElementById("link");
const field = document.getElementById("link-field");
if (location.hash.length > 1) {
  link.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
if (link.value) {
  field.hidden = true;
}
