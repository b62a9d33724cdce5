// The few globals that every runtime of ours has (Node, Electron, browsers) and that no `lib` but DOM declares.
// contract/ and rpc/ are checked with neither DOM nor Node types, so that nothing else slips in.
