package io.mlops.spec;

/** Where the team's source comes from. */
public sealed interface Source permits S3Source, ConnectionSource {}
