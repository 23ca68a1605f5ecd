// What the shop's pages do. A fault is a cookie that the server sets; see FAULTS in shop.py.
const fault = (document.cookie.match(/shop-fault=(\w+)/) || [])[1];
const find = (selector) => document.querySelector(selector);
const basket = () => JSON.parse(sessionStorage.getItem("basket") || "[]");
const keep = (things) => { sessionStorage.setItem("basket", JSON.stringify(things)); count(); };
const count = () => { find("#count").textContent = basket().length; };
const money = (amount) => `€${amount.toFixed(2)}`;
const post = (path, what) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });

async function products() {
  const list = find("#products");
  for (const one of await (await fetch("/api/products")).json()) {
    const card = document.createElement("section");
    card.className = "product";
    card.innerHTML = `<div class="swatch"></div><h2>${one.name}</h2><p>${one.about}</p><div>${money(one.price)}</div>`;
    const button = Object.assign(document.createElement("button"), { textContent: "Add to basket", id: `add-${one.id}` });
    button.addEventListener("click", () => {
      if (fault === "cart") one.stock.reserve(1); // there is no stock
      keep([...basket(), one]);
      button.textContent = "Added to basket";
    });
    card.append(button);
    list.append(card);
  }
  find("#waiting").remove();
}

function shown() {
  const total = basket().reduce((sum, one) => sum + one.price, 0);
  find("#basket tbody").innerHTML = basket().map((one) => `<tr><td>${one.name}</td><td>${money(one.price)}</td></tr>`).join("");
  find("#total").textContent = money(total);
  find("#voucher").addEventListener("submit", async (event) => {
    event.preventDefault();
    const came = await post("/api/voucher", { code: event.target.code.value });
    if (came.ok) {
      find("#total").textContent = money(total * (1 - (await came.json()).off));
      find("#said").textContent = "Voucher applied";
    } else if (fault !== "voucher") find("#said").textContent = "This voucher is not valid";
  });
}

function checkout() {
  if (fault === "blank") { // as an application does whose rendering failed
    document.body.replaceChildren();
    throw new TypeError("Cannot read properties of undefined (reading 'address')");
  }
  find("#order").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, button = find("#place");
    button.disabled = true;
    find("#failed").hidden = true;
    const came = await post("/api/orders", { name: form.name.value, email: form.email.value, things: basket().map((one) => one.id) });
    button.disabled = false;
    if (came.ok) {
      sessionStorage.setItem("number", (await came.json()).number);
      keep([]);
      location.href = "/visit/thanks";
    } else {
      find("#failed").textContent = came.status < 500 ? "Please check your e-mail address" : "Something went wrong. Your order could not be placed.";
      find("#failed").hidden = false;
    }
  });
}

count();
if (find("#products")) products();
if (find("#basket")) shown();
if (find("#order")) checkout();
if (find("#number")) find("#number").textContent = sessionStorage.getItem("number");
