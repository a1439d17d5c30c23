"""Recipes for the shipped model: prepare the data, train, export, evaluate."""
