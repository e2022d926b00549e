// Keeps the sums of the checkout beside what is typed. Without it the server does them and asks
// again when the amount has changed, so that nobody agrees to sums that they have not seen.

const form = document.querySelector("[data-checkout]");

if (form) {
  const [card, fixed, fee, vat] = form.dataset.rates.split(" ").map(Number);
  const money = new Intl.NumberFormat(document.documentElement.lang, {
    style: "currency",
    currency: "EUR",
  });
  const amount = form.elements.amount;
  const seen = form.elements.seen_cents;

  // Only what can be read in one way; the rest is for the server to understand or to refuse.
  const read = (typed) => {
    const plain = /^\s*€?\s*(\d{1,7})(?:[.,](\d{1,2}))?\s*€?\s*$/.exec(typed);
    return plain ? Number(plain[1]) * 100 + Number((plain[2] ?? "").padEnd(2, "0")) : null;
  };
  const halfUp = (cents, basisPoints) => Math.floor((cents * basisPoints + 5000) / 10000);

  const show = () => {
    const given = read(amount.value);
    const known = given !== null && given > 0;
    seen.value = known ? given : "";
    for (const part of form.querySelectorAll("[data-known]")) part.hidden = !known;
    for (const part of form.querySelectorAll("[data-unknown]")) part.hidden = known;
    if (!known) return;
    const sums = { given, card: Math.min(halfUp(given, card) + fixed, given) };
    sums.fee = halfUp(given, fee);
    sums.vat = halfUp(sums.fee, vat);
    sums.arrives = given - sums.card - sums.fee - sums.vat;
    for (const place of form.querySelectorAll("[data-sum]")) {
      place.textContent = money.format(sums[place.dataset.sum] / 100);
    }
  };

  amount.addEventListener("input", show);
  show();
}
