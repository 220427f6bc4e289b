package effect

import (
	"go/types"
	"path"
	"strings"
)

// ShortName is the name of a function as messages have it: time.Now,
// http.Client.Do.
func ShortName(fn *types.Func) string { return Short(Key(fn)) }

// Short shortens the key of a function, or of a variable: pkg.Func,
// pkg.Type.Method, pkg.variable.
func Short(key string) string {
	key, _, _ = strings.Cut(key, "$")
	key = strings.TrimPrefix(key, "var ")
	key = strings.NewReplacer("(", "", ")", "", "*", "").Replace(key)
	slash := strings.LastIndexByte(key, '/')
	dir, rest := key[:slash+1], key[slash+1:]
	if pkg, name, ok := strings.Cut(rest, "."); ok && isMajor(pkg) && dir != "" {
		return path.Base(dir) + "." + name // math/rand/v2.IntN is rand.IntN
	}
	return rest
}

// isMajor reports whether the last element of a path is a major version.
func isMajor(s string) bool {
	return len(s) > 1 && s[0] == 'v' && strings.Trim(s[1:], "0123456789") == ""
}
