namespace CodeRunner.Grains.Submissions;

/// <content>Large inputs leave storage with the result: nobody runs them again, and they are what fills a disk.</content>
internal sealed partial class SubmissionGrain
{
    /// <summary>
    /// Removes the inputs of a submission that has its result, where they are large. The row stays: without it there would be no such job.
    /// What fails is made up for when the submission is next activated; until then the row is as large as it was, at the longest until it is
    /// too old to be kept.
    /// </summary>
    private async Task RemoveLargeInputsAsync()
    {
        if (!_hasLargeInputs)
        {
            return;
        }

        try
        {
            await _requestRow.ReduceAsync(static state => new RequestState { Request = state.Request?.WithInputsRemoved() });
            _hasLargeInputs = false;
            _outline = _outline! with { ContentsRemoved = true };
        }
        catch (Exception exception)
        {
            LogInputsKept(exception, _id);
        }
    }
}
