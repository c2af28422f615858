import { listPlans, makePlan } from "@crosstag/operations";
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useLocation } from "wouter";
import type { z } from "zod";
import { callOperation } from "../api/call-operation.ts";

type MakePlanInput = z.input<typeof makePlan.input>;
type MakePlanAnswer = z.output<typeof makePlan.output>;

/**
 * Makes a plan, and opens its page.
 * @param onMade called with the plan's digest before the page is opened
 */
export function useMakePlan(onMade?: (plan: string) => void): UseMutationResult<MakePlanAnswer, Error, MakePlanInput> {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  return useMutation<MakePlanAnswer, Error, MakePlanInput>({
    mutationFn: (input) => callOperation(makePlan, input),
    onSuccess: async ({ plan }) => {
      onMade?.(plan);
      await client.invalidateQueries({ queryKey: [listPlans.name] });
      navigate(`/plans/${plan}`);
    },
  });
}
