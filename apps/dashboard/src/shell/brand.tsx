/** Three consecutive bars, like the product's own charts. */
export function Brand() {
  return (
    <>
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#1b2a57" />
        <rect x="6" y="8" width="9" height="4" rx="1.5" fill="#a78be6" />
        <rect x="11" y="14" width="15" height="4" rx="1.5" fill="#6d96f4" />
        <rect x="19" y="20" width="7" height="4" rx="1.5" fill="#4fc08f" />
      </svg>
      Deploy Lens
    </>
  );
}
