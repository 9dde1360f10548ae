// Asks whether to erase the conversation, and erases it on the server.

// → "erased", "failed", or "kept" when the person would rather not.
export async function eraseConversation(panel, client, words) {
  const question = { title: words.clearAsk, text: words.clearWhat, yes: words.clearYes, no: words.clearNo };
  if (!(await panel.confirm(question))) return "kept";
  try {
    await client.clear();
    return "erased";
  } catch {
    return "failed";
  }
}
