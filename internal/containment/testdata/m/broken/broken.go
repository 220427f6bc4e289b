// Package broken has tests that end without a profile.
package broken
