// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import io.oadp.api.Compatibility;
import io.oadp.api.Limits;
import io.oadp.core.internal.plugin.ActionCaller;
import io.oadp.core.internal.plugin.PluginSet;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What an engine lends to its runs.
 *
 * @param plugins all that are registered
 * @param caller calls item actions
 * @param items does the work on single items
 * @param background does short work beside a run, such as its clean-up
 * @param limits of the engine
 * @param clock of the engine
 * @param namespace the home namespace of records
 * @param compatibility how close to Velero
 */
public record Services(
    PluginSet plugins,
    ActionCaller caller,
    Executor items,
    Executor background,
    Limits limits,
    Clock clock,
    String namespace,
    Compatibility compatibility) {}
