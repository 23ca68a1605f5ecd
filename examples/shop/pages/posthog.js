// posthog-js, pointed at the host that captures. On a site of your own only api_host and the key are needed.
posthog.init(document.currentScript.dataset.key, {
  api_host: location.origin,
  person_profiles: "always",
  opt_out_useragent_filter: true, // the shop is tried with headless browsers too, which are taken for bots
  session_recording: { maskAllInputs: false },
});
