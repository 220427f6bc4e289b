// Package lib is imported by the fixture all.
package lib

var Rate = 1

func SetRate(n int) { Rate = n }

var level = 1

func SetLevel(n int) { level = n }

func Level() int { return level }
