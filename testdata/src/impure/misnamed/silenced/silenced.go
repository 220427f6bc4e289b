// Package silenced is for a name that exists in other builds.
package silenced

import "strings" //checkpoint:ignore impure ToUper is a function elsewhere

// Shout is there for the import.
func Shout(s string) string { return strings.ToUpper(s) }
