package manifest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// endPrefix begins the last line of a manifest, which goes on with the SHA-256
// of all lines before it.
//
// A text that is cut at the end of a line is often a manifest too, of fewer
// functions; and git merges two branches line by line into identities that no
// code ever had together. Neither may pass for what checkpointmanifest wrote.
// The line is a comment, so that the rest stays a plain TOML document, and the
// last one, so that two branches that change a manifest conflict there.
const endPrefix = "# End of manifest, sha256:"

// appendEnd adds the last line.
func appendEnd(text []byte) []byte {
	return append(text, endPrefix+digestOf(text)+"\n"...)
}

// cutEnd cuts a manifest into its text and the digest of the last line; ok is
// false if there is no such line or it does not end.
func cutEnd(data []byte) (text []byte, digest string, ok bool) {
	line, ended := bytes.CutSuffix(data, []byte("\n"))
	if !ended {
		return nil, "", false
	}
	start := bytes.LastIndexByte(line, '\n') + 1
	rest, ok := bytes.CutPrefix(bytes.TrimSuffix(line[start:], []byte("\r")), []byte(endPrefix))
	return data[:start], string(rest), ok
}

// digestOf is the digest of text, whichever line ends a git checkout gave it.
func digestOf(text []byte) string {
	sum := sha256.Sum256(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:])
}

// lines is the number of the last line of data.
func lines(data []byte) int {
	return max(1, bytes.Count(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))+1)
}
