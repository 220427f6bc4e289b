package manifest

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// identityPrefix names the hash function of an identity.
const identityPrefix = "b3:"

// FormatIdentity renders an identity as manifests hold it.
func FormatIdentity(sum [32]byte) string {
	return identityPrefix + hex.EncodeToString(sum[:])
}

// ParseIdentity is the inverse of [FormatIdentity].
func ParseIdentity(s string) (sum [32]byte, err error) {
	digits, ok := strings.CutPrefix(s, identityPrefix)
	if !ok || len(digits) != hex.EncodedLen(len(sum)) || strings.ToLower(digits) != digits {
		return sum, fmt.Errorf("identity %.80q is not %q and %d hexadecimal digits", s, identityPrefix, 2*len(sum))
	}
	if _, err := hex.Decode(sum[:], []byte(digits)); err != nil {
		return [32]byte{}, fmt.Errorf("identity %.80q: %w", s, err)
	}
	return sum, nil
}
